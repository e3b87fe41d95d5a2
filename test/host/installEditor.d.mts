export interface EditorInstallation {
  readonly version: string;
  readonly entry: string;
  readonly node: string;
}

export function installEditor(options?: {
  readonly log?: ((line: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}): Promise<EditorInstallation>;
