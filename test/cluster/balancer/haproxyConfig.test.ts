import assert from 'node:assert/strict';
import { haproxyConfig } from '../../../src/cluster/balancer/haproxyConfig';
import { assertBalancerPorts } from '../../../src/cluster/balancer/ensureBalancer';
import { balancerAddress, replicationAddress } from '../../../src/cluster/docker/subnets';
import { GaleraError } from '../../../src/cluster/vocabulary/errors';

const config = haproxyConfig('172.20.0.0/16');
const backendOf = (name: string): string[] =>
  (config.split(new RegExp(`^backend ${name}$`, 'm'))[1]?.split(/^\S/m)[0] ?? '')
    .split('\n')
    .map((line) => line.trim());

describe('haproxyConfig', () => {
  it('names every node that a cluster may have, at its address, in each backend: scaling needs no reload', () => {
    for (const backend of ['write', 'donors', 'read']) {
      const servers = backendOf(backend).flatMap(
        (line) => /^server (g\d) (\S+):3306/.exec(line)?.slice(1, 3).join() ?? [],
      );
      const wanted = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `g${String(n)},172.20.0.${String(10 + n)}`);
      assert.deepEqual(servers, wanted, backend);
    }
  });

  it('has what is written to, and the donors, follow what is known of the servers that are asked', () => {
    for (const backend of ['write', 'donors']) {
      const servers = backendOf(backend).filter((line) => line.startsWith('server'));
      assert.ok(
        servers.every((line) => /^server (g\d) \S+ track read\/\1$/.test(line)),
        backend,
      );
    }
  });

  it('ends the connections of whatever is out, in every backend', () => {
    assert.match(config, /^defaults$(\n .*)*\n {2}default-server on-marked-down shutdown-sessions$/m);
  });
});

describe("a balancer's address", () => {
  it('is behind those of all nodes, also in the smallest network', () => {
    for (const subnet of ['172.20.0.0/16', '10.0.0.0/28', '192.168.4.0/27']) {
      assert.notEqual(balancerAddress(subnet), replicationAddress(subnet, 9));
      assert.equal(balancerAddress(subnet), replicationAddress(subnet, 10));
    }
    assert.equal(balancerAddress('10.0.0.0/28'), '10.0.0.11');
  });
});

describe('assertBalancerPorts', () => {
  it('takes what a user may have, and what is left out', () => {
    for (const ports of [{}, { writePort: 1024 }, { readPort: 65_535 }, { writePort: 3306, readPort: 3307 }]) {
      assertBalancerPorts(ports);
    }
  });

  it("refuses root's ports, those that are none, and one for both", () => {
    const refused = [{ writePort: 80 }, { readPort: 65_536 }, { writePort: 1.5 }, { writePort: 4000, readPort: 4000 }];
    for (const ports of refused) {
      assert.throws(
        () => assertBalancerPorts(ports),
        (error) => GaleraError.is(error, 'badPort'),
      );
    }
  });
});
