import assert from 'node:assert/strict';
import { failuresTold } from '../../scripts/lib/failuresTold.mjs';

describe('failuresTold', () => {
  it('says nothing where nothing failed', () => {
    assert.deepEqual(failuresTold([{ job: 'unit', failures: [] }]), []);
  });

  it('names each with its job and its reason, which is cut where it is long', () => {
    const long = ['✘ a › b', ...Array.from({ length: 100 }, (_, line) => `    ${String(line)}`)].join('\n');
    const lines = failuresTold([
      { job: 'unit', failures: ['✘ one\n    why', long] },
      { job: 'tls', failures: ['ended (SIGKILL)'] },
    ]);
    assert.deepEqual(lines.slice(0, 5), ['', 'What failed:', 'unit: ✘ one', '    why', 'unit: ✘ a › b']);
    assert.deepEqual(lines.slice(-2), ['    78', 'tls: ended (SIGKILL)']);
  });
});
