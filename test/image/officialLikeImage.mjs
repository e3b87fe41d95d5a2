import { askDocker } from '../../scripts/lib/dockerHttp.mjs';

export const officialLikeTag = 'galera-clusters/official-like:test';
const name = 'galera-test-official-like-image';

/**
 * What sets the official image apart from ours: https://github.com/MariaDB/mariadb-docker. Its entrypoint initialises
 * an empty data directory and starts a temporary server; its health check logs in; its server has the user id 999.
 */
const script = `
old=$(id -u mysql)
groupmod -o -g 999 mysql
usermod -o -u 999 -g 999 mysql
find / -xdev -uid "$old" -exec chown -h 999:999 {} +
cat >/usr/local/bin/docker-entrypoint.sh <<'END'
#!/bin/bash
set -e
[ "$1" = mariadbd ] || exec "$@"
if [ ! -d /var/lib/mysql/mysql ]; then
  mariadb-install-db --user=mysql --datadir=/var/lib/mysql
  mariadbd --user=mysql --skip-networking --socket=/run/mysqld/mysqld.sock & temporary=$!
  until mariadb-admin ping; do sleep 1; done
  mariadb -e "CREATE USER healthcheck@localhost IDENTIFIED BY 'healthcheck'; CREATE DATABASE made_by_the_entrypoint"
  kill $temporary
  wait
fi
exec "$@" --user=mysql
END
cat >/usr/local/bin/healthcheck.sh <<'END'
#!/bin/bash
echo "health check" >>/var/lib/mysql/health-checks
mariadb --user=healthcheck --password=healthcheck -e 'SELECT 1'
END
chmod 755 /usr/local/bin/docker-entrypoint.sh /usr/local/bin/healthcheck.sh`;

/** The official image declares the same, but the health check, which its users add. */
const config = {
  Volumes: { '/var/lib/mysql': {} },
  Entrypoint: ['docker-entrypoint.sh'],
  Cmd: ['mariadbd'],
  Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'LANG=C.UTF-8'],
  ExposedPorts: { '3306/tcp': {} },
  StopSignal: 'SIGQUIT',
  Healthcheck: { Test: ['CMD', 'healthcheck.sh'], Interval: 1_000_000_000, Timeout: 1_000_000_000, Retries: 3 },
};

/**
 * Makes an image with what the official one has and ours hasn't: a volume, an entrypoint, a health check, another user
 * id.
 *
 * @param {string} host
 * @param {string} nodeImage
 */
export async function ensureOfficialLikeImage(host, nodeImage) {
  const { Id: base } = await askDocker(host, 'GET', `/images/${nodeImage}/json`);
  const filters = JSON.stringify({ reference: [officialLikeTag], label: [`galera-clusters.base=${base}`] });
  if ((await askDocker(host, 'GET', `/images/json?filters=${encodeURIComponent(filters)}`)).length > 0) {
    return;
  }
  await askDocker(host, 'DELETE', `/containers/${name}?force=1&v=1`).catch(() => undefined);
  const { Id: id } = await askDocker(host, 'POST', `/containers/create?name=${name}`, {
    body: { Image: nodeImage, Entrypoint: ['bash', '-ec', script], Cmd: [], Labels: { 'galera-clusters.test': '1' } },
  });
  try {
    await askDocker(host, 'POST', `/containers/${id}/start`);
    const { StatusCode: status } = await askDocker(host, 'POST', `/containers/${id}/wait`);
    if (status !== 0) {
      throw new Error(`the script that makes ${officialLikeTag} ended with ${status}`);
    }
    const [repo = '', tag = ''] = officialLikeTag.split(':');
    const labels = { 'galera-clusters.image': 'test', 'galera-clusters.base': base };
    const query = new URLSearchParams({ container: id, repo, tag });
    await askDocker(host, 'POST', `/commit?${query}`, { body: { ...config, Labels: labels } });
  } finally {
    await askDocker(host, 'DELETE', `/containers/${id}?force=1&v=1`);
  }
}
