import type { EditorInstallation } from './installEditor.mjs';

export interface EditorServerOptions {
  readonly installation: EditorInstallation;
  readonly extensionPath?: string | undefined;
  readonly smokeTestDriver?: boolean | undefined;
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly dataFolder?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly log?: ((line: string) => void) | undefined;
}

export interface EditorServer {
  readonly url: string;
  readonly password: string;
  /** A cookie that stands for the password. */
  readonly session: { readonly name: string; readonly value: string; readonly url: string };
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly closed: Promise<unknown>;
  lastLines(): readonly string[];
  close(): Promise<void>;
}

export function launchEditorServer(options: EditorServerOptions): Promise<EditorServer>;
