import * as vscode from 'vscode';

/** Asks once, modally, with a button that names what it does; resolves with whether it was pressed. */
export async function confirm(question: string, detail: string, button: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) === button;
}
