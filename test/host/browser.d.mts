import type { Browser } from 'playwright-core';

export function findBrowser(): string;
export function launchBrowser(options?: {
  readonly environment?: Readonly<Record<string, string>> | undefined;
}): Promise<Browser>;
