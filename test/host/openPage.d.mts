import type { Locator, Page } from 'playwright-core';

export function openPage(page: Page, url: string, ready: Locator): Promise<void>;
