const fallback = 'demo';
const longest = 31;

/**
 * A valid cluster name for a workspace folder: "My App (2024)" gives "my-app-2024". A name that starts with a
 * digit gets a letter in front; one without a Latin letter or digit, or no folder at all, gives "demo".
 */
export function clusterNameFor(folderName: string | undefined): string {
  const plain = (folderName ?? '')
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '');
  const named = /^[0-9]/.test(plain) ? `c${plain}` : plain;
  return named.slice(0, longest).replace(/-+$/, '') || fallback;
}
