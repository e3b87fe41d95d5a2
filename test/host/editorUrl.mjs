/**
 * The address that opens `workspacePath` in the editor served at `url`. With `development` the page loads that
 * extension from its folder and runs the tests named; only a server with the smoke-test driver takes notice.
 */
export function editorUrl(url, { workspacePath, development }) {
  const address = new URL(url);
  if (workspacePath !== undefined) {
    address.searchParams.set('folder', workspacePath);
  }
  if (development !== undefined) {
    const remote = (path) => `vscode-remote://${address.host}${encodeURI(path)}`;
    const payload = [
      ['extensionDevelopmentPath', remote(development.extensionPath)],
      ['extensionTestsPath', remote(development.testsPath)],
      ['skipWelcome', 'true'],
    ];
    address.searchParams.set('payload', JSON.stringify(payload));
  }
  return address.href;
}
