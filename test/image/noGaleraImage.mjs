import { askDocker } from '../../scripts/lib/dockerHttp.mjs';

export const noGaleraTag = 'galera-clusters/no-galera:test';
const name = 'galera-test-no-galera-image';

/**
 * Makes an image with MariaDB and without Galera, which must be refused: a node image less its provider.
 *
 * @param {string} host
 * @param {string} nodeImage
 */
export async function ensureNoGaleraImage(host, nodeImage) {
  const { Id: base } = await askDocker(host, 'GET', `/images/${nodeImage}/json`);
  const filters = JSON.stringify({ reference: [noGaleraTag], label: [`galera-clusters.base=${base}`] });
  if ((await askDocker(host, 'GET', `/images/json?filters=${encodeURIComponent(filters)}`)).length > 0) {
    return;
  }
  await askDocker(host, 'DELETE', `/containers/${name}?force=1`).catch(() => undefined);
  const { Id: id } = await askDocker(host, 'POST', `/containers/create?name=${name}`, {
    body: {
      Image: nodeImage,
      Entrypoint: ['rm', '-f', '/usr/lib/galera/libgalera_smm.so', '/usr/lib/libgalera_smm.so'],
      Cmd: [],
      Labels: { 'galera-clusters.test': '1' },
    },
  });
  try {
    await askDocker(host, 'POST', `/containers/${id}/start`);
    await askDocker(host, 'POST', `/containers/${id}/wait`);
    const [repo = '', tag = ''] = noGaleraTag.split(':');
    const query = new URLSearchParams({ container: id, repo, tag });
    const labels = { 'galera-clusters.image': 'test', 'galera-clusters.base': base };
    await askDocker(host, 'POST', `/commit?${query}`, { body: { Labels: labels, Entrypoint: [], Cmd: ['mariadbd'] } });
  } finally {
    await askDocker(host, 'DELETE', `/containers/${id}?force=1&v=1`);
  }
}
