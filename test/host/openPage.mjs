import { waitUntil } from './waitUntil.mjs';

const deadlineMs = 120_000;

/**
 * Chromium's words for a network that changed under a request: each container that starts or ends brings an interface
 * or takes one.
 */
const networkChanged = /net::ERR_(NETWORK_CHANGED|INTERNET_DISCONNECTED)/;

/**
 * Opens an editor's page and waits until it is ready; opens it anew where the browser drops a request before that
 * because the machine's network changed, as it never asks again for what it has dropped.
 *
 * @param page
 * @param {string} url
 * @param {import('playwright-core').Locator} ready what is to be seen of a page that has loaded all it needs
 */
export async function openPage(page, url, ready) {
  let dropped = true;
  const drop = (why) => (dropped ||= networkChanged.test(why ?? ''));
  const onRequestFailed = (request) => drop(request.failure()?.errorText);
  const onSocket = (socket) => socket.on('socketerror', drop);
  page.on('requestfailed', onRequestFailed);
  page.on('websocket', onSocket);
  try {
    await waitUntil(
      'the page of the editor to load',
      async () => {
        if (dropped) {
          dropped = false;
          await page.goto(url, { waitUntil: 'commit' }).catch((error) => drop(error.message) || Promise.reject(error));
        }
        return !dropped && (await ready.isVisible());
      },
      { deadlineMs },
    );
  } finally {
    page.off('requestfailed', onRequestFailed);
    page.off('websocket', onSocket);
  }
}
