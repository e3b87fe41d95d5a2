import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type CallKind, callKind, countCalls, noCalls } from './dockerCalls';

describe('callKind', () => {
  const rows: [method: string, path: string, kind: CallKind][] = [
    ['GET', '/containers/g1/archive?path=%2Fx', 'archive'],
    ['PUT', '/containers/g1/archive?', 'archive'],
    ['HEAD', '/containers/g1/archive', 'archive'],
    ['POST', '/containers/g1/exec', 'exec'],
    ['POST', '/exec/12/start', 'other'],
    ['GET', '/exec/12/json', 'other'],
    ['GET', '/containers/g1/logs?tail=1', 'logs'],
    ['GET', '/containers/json?all=true', 'list'],
    ['GET', '/images/json?', 'list'],
    ['GET', '/networks?', 'list'],
    ['GET', '/volumes?filters=x', 'list'],
    ['GET', '/containers/json/json?', 'inspect'],
    ['GET', '/containers/g1/json?', 'inspect'],
    ['GET', '/images/galera/mariadb:11.8/json', 'inspect'],
    ['GET', '/networks/n?', 'inspect'],
    ['GET', '/volumes/v', 'inspect'],
    ['DELETE', '/volumes/v', 'other'],
    ['POST', '/containers/create?name=g1', 'create'],
    ['POST', '/networks/create?', 'create'],
    ['POST', '/volumes/create?', 'create'],
    ['POST', '/images/create?fromImage=x', 'other'],
    ['POST', '/containers/g1/start?', 'start'],
    ['POST', '/containers/g1/attach?', 'other'],
    ['GET', '/_ping', 'other'],
  ];
  for (const [method, path, kind] of rows) {
    it(`is ${kind} for ${method} ${path}`, () => {
      assert.equal(callKind(method, path), kind);
    });
  }
});

describe('countCalls', () => {
  it('counts each call that is made from then on, and makes it', () => {
    const made: string[] = [];
    const modem = { dial: (options: { path: string }): void => void made.push(options.path) };
    const counts = countCalls({ modem });
    assert.deepEqual(counts(), noCalls);
    for (const path of ['/containers/json', '/volumes', '/_ping']) {
      modem.dial({ path });
    }
    assert.deepEqual(counts(), { ...noCalls, list: 2, other: 1 });
    assert.deepEqual(made, ['/containers/json', '/volumes', '/_ping']);
  });
});
