import { ask } from '../notify';

/** Asks once, modally, with a button that names what it does; resolves with whether it was pressed. */
export async function confirm(question: string, detail: string, button: string): Promise<boolean> {
  return (await ask(question, detail, button)) === button;
}
