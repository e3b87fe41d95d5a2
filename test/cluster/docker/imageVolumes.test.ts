import assert from 'node:assert/strict';
import type Docker from 'dockerode';
import { declaredVolumes } from '../../../src/cluster/docker/imageVolumes';

describe('declaredVolumes', () => {
  const rows: [what: string, config: unknown, paths: string[]][] = [
    ['the official image', { Volumes: { '/var/lib/mysql': {} } }, ['/var/lib/mysql']],
    ['two', { Volumes: { '/data': {}, '/logs': {} } }, ['/data', '/logs']],
    ['none', { Volumes: null }, []],
    ['an engine that leaves the key out', {}, []],
    ['an image that was imported without a config', null, []],
  ];
  for (const [what, config, paths] of rows) {
    it(`reads ${what}`, () => {
      assert.deepEqual(declaredVolumes({ Config: config } as Pick<Docker.ImageInspectInfo, 'Config'>), paths);
    });
  }
});
