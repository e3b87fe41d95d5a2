import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  accountsSql,
  type Credentials,
  formatCredentials,
  generateCredentials,
  monitorUser,
  parseCredentials,
  rootUser,
  sstUser,
} from '../../../src/cluster/node/credentials';

const password = fc.stringMatching(/^[A-Za-z0-9]{32}$/);
const base64 = fc.base64String({ minLength: 4 });
const authority = fc.record({ certificate: base64, key: base64 }, { noNullPrototype: true });
const anyCredentials: fc.Arbitrary<Credentials> = fc.record(
  { rootPassword: password, sstPassword: password, monitorPassword: password, authority },
  { requiredKeys: ['rootPassword', 'sstPassword', 'monitorPassword'], noNullPrototype: true },
);

describe('generateCredentials', () => {
  it('makes long, alphanumeric passwords, no two alike', () => {
    const generated = Array.from({ length: 50 }, generateCredentials).flatMap(
      (each) => Object.values(each) as string[],
    );
    assert(generated.every((each) => /^[A-Za-z0-9]{32}$/.test(each)));
    assert.equal(new Set(generated).size, 150);
  });
});

describe('parseCredentials', () => {
  it('reads back what formatCredentials wrote', () => {
    fc.assert(
      fc.property(anyCredentials, (credentials) => {
        assert.deepEqual(parseCredentials(formatCredentials(credentials)), credentials);
      }),
    );
  });

  it('is undefined for any file that breaks off', () => {
    for (const credentials of [generateCredentials(), generateCredentials({ certificate: 'MIIB', key: 'MIGH' })]) {
      const whole = formatCredentials(credentials);
      // The very last character is the line end, which may be missing.
      for (let length = 0; length < whole.length - 1; length++) {
        assert.equal(parseCredentials(whole.slice(0, length)), undefined, `with ${length} characters`);
      }
    }
  });

  it('is undefined for half an authority, which is no cluster without TLS', () => {
    const whole = formatCredentials(generateCredentials({ certificate: 'MIIB', key: 'MIGH' }));
    for (const missing of [/^ca_key=.*\n/m, /^ca_certificate=.*\n/m]) {
      assert.equal(parseCredentials(whole.replace(missing, '')), undefined);
    }
  });

  it('is undefined where a password could be more than a word', () => {
    const { rootPassword, ...others } = generateCredentials();
    const quoted = formatCredentials({ ...others, rootPassword: `${rootPassword.slice(1)}'` });
    assert.equal(parseCredentials(quoted), undefined);
  });
});

describe('accountsSql', () => {
  it('makes each account with its own password', () => {
    fc.assert(
      fc.property(anyCredentials, (credentials) => {
        const sql = accountsSql(credentials, 'mysqldump');
        const accounts = [
          [rootUser, credentials.rootPassword],
          [sstUser, credentials.sstPassword],
          [monitorUser, credentials.monitorPassword],
        ] as const;
        for (const [user, secret] of accounts) {
          assert(sql.includes(`CREATE USER '${user}'@'%' IDENTIFIED BY '${secret}';\n`));
        }
      }),
    );
  });

  it('grants the monitor nothing', () => {
    assert.doesNotMatch(accountsSql(generateCredentials(), 'mysqldump'), new RegExp(`GRANT [^;]*'${monitorUser}'`));
  });

  it('has one statement a line, as mariadbd --bootstrap wants it', () => {
    const lines = accountsSql(generateCredentials(), 'mysqldump').split('\n');
    assert.equal(lines.pop(), '');
    assert(lines.every((line) => /^[^;]+;$/.test(line)));
  });
});
