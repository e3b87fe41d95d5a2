export function editorUrl(
  url: string,
  what: {
    readonly workspacePath?: string | undefined;
    readonly development?: { readonly extensionPath: string; readonly testsPath: string } | undefined;
  },
): string;
