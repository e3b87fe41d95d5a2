import assert from 'node:assert/strict';
import { BlockList, isIPv4 } from 'node:net';
import fc from 'fast-check';
import { assertRoom, halvesOf, hostAddress, replicationAddress } from '../../../src/cluster/docker/subnets';

describe('hostAddress', () => {
  const rows: [subnet: string, n: number, address: string][] = [
    ['172.20.0.0/16', 11, '172.20.0.11'],
    ['172.20.0.0/16', 256, '172.20.1.0'],
    ['172.20.0.0/16', 65_534, '172.20.255.254'],
    ['192.168.240.0/20', 300, '192.168.241.44'],
    ['10.0.0.16/28', 14, '10.0.0.30'],
    ['192.168.1.0/24', 254, '192.168.1.254'],
    ['0.0.0.0/0', 1, '0.0.0.1'],
  ];
  for (const [subnet, n, address] of rows) {
    it(`finds host ${n} of ${subnet}`, () => {
      assert.equal(hostAddress(subnet, n), address);
    });
  }

  const refused: [what: string, subnet: string, n: number][] = [
    ['the network itself', '192.168.1.0/24', 0],
    ['a negative host', '192.168.1.0/24', -1],
    ['the broadcast address', '192.168.1.0/24', 255],
    ['a host beyond the subnet', '10.0.0.16/28', 16],
    ['any host of a subnet of one', '10.0.0.1/32', 1],
    ['an IPv6 subnet', 'fd00::/64', 11],
    ['nothing', '', 11],
  ];
  for (const [what, subnet, n] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => hostAddress(subnet, n), RangeError);
    });
  }

  it('stays within the subnet and gives no address twice', () => {
    const subnets = fc
      .record({ bits: fc.integer({ min: 8, max: 28 }), number: fc.nat(2 ** 28 - 1) })
      .map(({ bits, number }) => {
        const size = 2 ** (32 - bits);
        const base = Math.floor(number / size) * size;
        return { address: [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256).join('.'), bits, size };
      });
    fc.assert(
      fc.property(subnets, fc.nat(), fc.nat(), ({ address, bits, size }, a, b) => {
        const subnet = new BlockList();
        subnet.addSubnet(address, bits);
        const hosts = [a, b].map((any) => 1 + (any % (size - 2)));
        const [first = '', second = ''] = hosts.map((host) => hostAddress(`${address}/${bits}`, host));
        assert(isIPv4(first) && subnet.check(first) && first !== address);
        assert.equal(first === second, hosts[0] === hosts[1]);
      }),
    );
  });
});

describe('replicationAddress', () => {
  it('leaves the first ten addresses to Docker', () => {
    assert.equal(replicationAddress('172.20.0.0/16', 1), '172.20.0.11');
    assert.equal(replicationAddress('172.20.0.0/16', 9), '172.20.0.19');
    assert.equal(replicationAddress('10.0.0.32/27', 9), '10.0.0.51');
  });

  it('leaves Docker its own in a small subnet, where nine nodes fit', () => {
    assert.equal(replicationAddress('10.0.0.16/28', 1), '10.0.0.18');
    assert.equal(replicationAddress('10.0.0.16/28', 9), '10.0.0.26');
  });
});

describe('halvesOf', () => {
  for (const [range, halves] of [
    ['172.20.0.0/16', ['172.20.0.0/17', '172.20.128.0/17']],
    ['10.0.0.32/27', ['10.0.0.32/28', '10.0.0.48/28']],
    ['10.0.0.16/28', undefined],
  ] as const) {
    it(`${range}: ${halves?.join(' and ') ?? 'none'}`, () => {
      assert.deepEqual(halvesOf(range), halves);
    });
  }
});

describe('assertRoom', () => {
  it('lets ranges be that nine nodes fit in', () => {
    for (const subnet of ['172.20.0.0/16', '192.168.1.0/24', '10.0.0.16/28']) {
      assertRoom(subnet);
    }
  });

  it('says in a sentence what is wrong with others', () => {
    assert.throws(() => assertRoom('10.0.0.8/29'), {
      code: 'dockerFailed',
      message: /ranges like 10\.0\.0\.8\/29, which are too small for 9 nodes/,
    });
    assert.throws(() => assertRoom(undefined), { code: 'dockerFailed', message: /IPv6 addresses only/ });
  });
});
