import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { manyTablesSql } from './manyTables';

const counted = (databases: readonly (readonly string[])[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const statement of databases.flat()) {
    const what = /^\S+ \S+/.exec(statement)?.[0] ?? '';
    counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
};

describe('many small tables for the benchmark of state transfers', () => {
  it('are 10,000 over 100 databases, with views, triggers and events', () => {
    const { 'CREATE TABLE': tables, 'CREATE DATABASE': databases, ...more } = counted(manyTablesSql(10_000));
    assert.deepEqual([tables, databases], [10_000, 100]);
    assert.deepEqual(
      [more['CREATE VIEW'], more['CREATE TRIGGER'], more['CREATE EVENT'], more['INSERT INTO']],
      [1_000, 500, 500, 10_000],
    );
  });

  it('are as many as asked for, the last database with what is left', () => {
    const databases = manyTablesSql(130);
    assert.deepEqual(
      databases.map((database) => counted([database])['CREATE TABLE']),
      [100, 30],
    );
  });
});
