/** What presentation needs of `vscode.l10n`, so that it is tested without VS Code. */
export interface L10n {
  t(message: string, ...args: (string | number)[]): string;
}
