import assert from 'node:assert/strict';
import { answerTo, lastSaid } from '../../../src/cluster/balancer/balancerLog';

describe("lastSaid of a balancer's log", () => {
  it('is the last word on the nodes, whatever HAProxy says after it', () => {
    const lines = [
      'galera-balancer: writer=g1 g1=synced g2=synced g3=synced',
      'galera-balancer: writer=g2 g2=synced g3=donor g4=leaving',
      '[WARNING]  (1) : Server read/g1 is DOWN',
      'galera-balancer: order=abc done',
    ];
    assert.deepEqual(lastSaid(lines), {
      writer: 'g2',
      nodes: new Map([
        ['g2', 'synced'],
        ['g3', 'donor'],
        ['g4', 'leaving'],
      ]),
    });
  });

  it('has no writer where the one there was is out', () => {
    assert.deepEqual(lastSaid(['galera-balancer: writer=g1']), { writer: null, nodes: new Map() });
    assert.equal(lastSaid(['galera-balancer: writer=g1 g2=donor'])?.writer, null);
  });

  it('takes no node or state for one that is none', () => {
    assert.deepEqual(lastSaid(['galera-balancer: writer= g0=synced host=synced g1=fine'])?.nodes, new Map());
  });

  it('is nothing before the first word', () => {
    assert.equal(lastSaid(['[NOTICE]   (1) : haproxy version is 3.0', '']), undefined);
  });
});

describe('answerTo an order', () => {
  const lines = ['galera-balancer: order=first refused', 'galera-balancer: order=second done'];
  it('is what was said of that order', () => {
    assert.deepEqual([answerTo('first', lines), answerTo('second', lines)], ['refused', 'done']);
  });

  it('is nothing before it was said, nor of one whose name begins the same', () => {
    assert.equal(answerTo('sec', lines), undefined);
  });
});
