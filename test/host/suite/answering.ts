import * as vscode from 'vscode';

type Ask = 'showWarningMessage' | 'showErrorMessage' | 'showInformationMessage' | 'showQuickPick' | 'showInputBox';

/**
 * Answers in the user's place what `during` makes the extension ask in this way: one answer after the other, the
 * last for all that follow. A function is given what was asked.
 *
 * @returns the arguments of every question.
 */
export async function answering(
  ask: Ask,
  answers: readonly unknown[],
  during: () => Thenable<unknown>,
): Promise<unknown[][]> {
  const asked: unknown[][] = [];
  const original = Object.getOwnPropertyDescriptor(vscode.window, ask);
  const answer = (...args: unknown[]): Promise<unknown> => {
    const next: unknown = answers[Math.min(asked.push(args), answers.length) - 1];
    return Promise.resolve(typeof next === 'function' ? (next as (...args: unknown[]) => unknown)(...args) : next);
  };
  Object.defineProperty(vscode.window, ask, { value: answer, configurable: true, writable: true });
  try {
    await during();
  } finally {
    Object.defineProperty(vscode.window, ask, original ?? { value: undefined, configurable: true });
  }
  return asked;
}
