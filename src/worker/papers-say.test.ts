import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../lib/root.ts';
import { FAULTS } from '../running/fault-drafts.ts';
import { BACKUP_HOURS, OVERDUE_SECONDS } from './watch.ts';

const paper = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const subjects = Object.values(FAULTS).flatMap((draft) => (draft === null ? [] : [draft.subject]));

test.each(['docs/papers/faults.md', 'docs/manual/running.md'])('[9(1)a] %s names every fault that the watch notices', (file) => {
  const text = paper(file);
  expect([...subjects, 'システムの停止'].filter((subject) => !text.includes(subject))).toEqual([]);
});

test('[11(4)a] the operation manual calls what is too old as the alarms do', () => {
  const line = (metric: string) =>
    paper('docs/papers/operation-manual.md')
      .split('\n')
      .find((one) => one.includes(metric));
  expect(line('madoguchi_backup_age_seconds')).toContain(`| ${BACKUP_HOURS}時間、`);
  expect(line('madoguchi_mails_overdue_seconds')).toContain(`| ${OVERDUE_SECONDS}秒を超える |`);
});
