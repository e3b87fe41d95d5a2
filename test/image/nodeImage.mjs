/** The Debian release that has a MariaDB version. */
const codenames = { '10.11': 'bookworm', '11.8': 'trixie' };

/** openssl and stunnel for transfers over TLS by rsync and mariabackup; zstd, which the official image has too. */
const packages = ['mariadb-server', 'galera-4', 'mariadb-backup', 'rsync', 'socat', 'openssl', 'stunnel4', 'zstd'];

/** The package leaves a filled data directory, which a node must not begin with. */
const hook = [
  'rm -rf "$1"/var/lib/mysql "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/* "$1"/var/log/mysql/*',
  'chroot "$1" install -d -o mysql -g mysql -m 755 /run/mysqld /var/lib/mysql',
].join(' && ');

/**
 * An image of MariaDB with Galera.
 *
 * @param {keyof typeof codenames} version
 * @returns {import('./debianImage.mjs').Recipe}
 */
export function nodeImage(version) {
  return { tag: `galera-clusters/mariadb:${version}`, codename: codenames[version], packages, hook, role: 'node' };
}
