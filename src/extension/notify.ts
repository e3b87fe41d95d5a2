import * as vscode from 'vscode';
import { plainText } from './presentation/plainText';

/**
 * Tells the user something, and resolves with the button that was chosen. VS Code would make links of what looks like
 * Markdown's.
 */
export function tell(message: string, ...buttons: string[]): Thenable<string | undefined> {
  return vscode.window.showInformationMessage(plainText(message), ...buttons);
}

/** The same, of something that failed. */
export function tellFailure(message: string, ...buttons: string[]): Thenable<string | undefined> {
  return vscode.window.showErrorMessage(plainText(message), ...buttons);
}

/** Asks in a dialog that has to be answered; undefined where it was closed. */
export function ask(question: string, detail: string, ...buttons: string[]): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(plainText(question), { modal: true, detail: plainText(detail) }, ...buttons);
}
