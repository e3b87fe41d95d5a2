/**
 * Whether node_modules holds what package-lock.json asks for, from the two files' `packages`: npm keeps a
 * lockfile of its own in node_modules, written when an installation is complete.
 *
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} Package
 * @typedef {Record<string, Package>} Packages
 * @param {Packages} wanted
 * @param {Packages} installed
 * @returns {boolean}
 */
export function isInstalled(wanted, installed) {
  const names = new Set([...Object.keys(wanted), ...Object.keys(installed)]);
  names.delete('');
  return [...names].every((name) => {
    const want = wanted[name];
    const have = installed[name];
    if (have === undefined) {
      // Another platform's, or one that couldn't be compiled.
      return want?.optional === true || want?.devOptional === true;
    }
    return want?.version === have.version && want?.integrity === have.integrity;
  });
}
