import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Whether this is `l10n.t(…)`, with or without something in front. */
function isTranslation(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && /(^|\.)l10n\.t$/.test(node.expression.getText());
}

/** The first arguments of all `l10n.t` calls below a folder; a call without a literal there is an error. */
export function localizedStrings(folder: string): Set<string> {
  const strings = new Set<string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) {
      continue;
    }
    const source = ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (isTranslation(node)) {
        const [message] = node.arguments;
        if (message === undefined || !ts.isStringLiteralLike(message)) {
          throw new Error(`${file}: l10n.t needs its message written out: ${node.getText()}`);
        }
        strings.add(message.text);
      }
      node.forEachChild(visit);
    };
    visit(source);
  }
  return strings;
}
