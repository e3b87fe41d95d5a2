import type { ExportFacts } from '../exportFacts';
import type { ExportedFile } from '../writeFolder';
import { composeFile } from './composeFile';
import { composeNodeFiles } from './nodeFiles';
import { composeEnvironment, composeReadme } from './readme';

/** A folder from which compose runs the cluster. */
export async function renderCompose(facts: ExportFacts, now: Date): Promise<readonly ExportedFile[]> {
  const visible = (path: string, content: string): ExportedFile => ({ path, content, secret: false });
  return [
    visible('README.md', composeReadme(facts)),
    visible('compose.yaml', composeFile(facts)),
    visible('.env', composeEnvironment(facts)),
    ...(await composeNodeFiles(facts, now)),
  ];
}
