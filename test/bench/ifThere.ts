/** Waits for a removal or a stop; what isn't there, or is stopped already, is fine. */
export async function ifThere(action: Promise<unknown>): Promise<void> {
  try {
    await action;
  } catch (error) {
    if (![304, 404].includes((error as { statusCode?: number }).statusCode ?? 0)) {
      throw error;
    }
  }
}
