/** What `apt-get indextargets` is asked to print per package index, for archivesOf. */
export const indexTargetFormat = '$(ORIGIN)|$(RELEASE)|$(COMPONENT)|$(REPO_URI)';

/** The parts of a Debian release that an image is made from, by the suffix of their suite. */
const suffixes = ['', '-updates', '-security'];

/**
 * The Debian archives among a machine's apt sources, whichever format they are written in: apt reads them for us.
 *
 * @param {string} indexTargets lines in indexTargetFormat
 * @returns {readonly { uri: string, suffix: string }[]}
 */
export function archivesOf(indexTargets) {
  const archives = new Map();
  for (const line of indexTargets.split('\n')) {
    const [origin, release = '', component, uri = ''] = line.split('|');
    const suffix = /^[a-z]+(|-[a-z]+|\/updates)$/.exec(release)?.[1]?.replace('/updates', '-security');
    if (origin === 'Debian' && component === 'main' && suffix !== undefined && suffixes.includes(suffix)) {
      archives.set(`${uri} ${suffix}`, { uri, suffix });
    }
  }
  return [...archives.values()];
}

/**
 * The sources.list of another Debian release at the same archives.
 *
 * @param {readonly { uri: string, suffix: string }[]} archives
 * @param {string} codename e.g. 'trixie'
 * @returns {string}
 */
export function sourcesList(archives, codename) {
  return archives.map(({ uri, suffix }) => `deb ${uri} ${codename}${suffix} main\n`).join('');
}

/**
 * The options that say how this machine reaches its archives (proxies, time limits), for another apt.
 *
 * @param {string} aptConfiguration as `apt-config dump` prints it
 * @returns {readonly string[]}
 */
export function networkOptions(aptConfiguration) {
  const isFilled = (/** @type {string} */ line) => !line.endsWith(' "";');
  return aptConfiguration.split('\n').filter((line) => /^Acquire::(https?::|Retries\s)/.test(line) && isFilled(line));
}
