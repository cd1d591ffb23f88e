import { logList } from './log.ts';
import { reportsList } from './reports.ts';
import { rightsList } from './rights.ts';
import { screensList } from './screens.ts';
import { settingsList } from './settings.ts';
import { softwareList } from './software.ts';
import { tablesList } from './tables.ts';

/** Papers that are made of the program, so that they never say what it does not do: file → its text. */
export const LISTS: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/papers/lists/settings.md': settingsList,
  'docs/papers/lists/rights.md': rightsList,
  'docs/papers/lists/log.md': logList,
  'docs/papers/lists/software.md': softwareList,
  'docs/papers/lists/reports.md': reportsList,
  'docs/papers/lists/tables.md': tablesList,
  'docs/papers/lists/screens.md': screensList,
};
