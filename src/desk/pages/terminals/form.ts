import { type Fields, form, line, onlyIf, optionsOf, radios, select } from '../../../lib/form/index.ts';
import type { Office } from '../../../offices/read.ts';
import {
  CHECK_ITEMS,
  type CheckItem,
  checkItems,
  OCCASIONS,
  type Occasion,
  RESULTS,
  type Result,
} from '../../../site/terminal-checks.ts';

type CheckFields = { terminal: string; office: string | null; occasion: Occasion; remark: string | null } & Record<
  CheckItem,
  Result
>;

const items = Object.fromEntries(
  checkItems.map((item) => [item, radios<Result>('結果', optionsOf(RESULTS), { called: `${CHECK_ITEMS[item]}の結果` })]),
) as Fields<Record<CheckItem, Result>>;

/** What is found on a terminal: an answer to each item, then whose terminal it is. */
export const checkForm = (offices: readonly Office[]) =>
  form<CheckFields>({
    ...items,
    terminal: line('端末の名称', 40, { size: 'id', hint: '端末に貼ってある番号や名称。例：本庁舎 窓口3' }),
    office: onlyIf(
      select(
        '設置場所',
        [{ value: '', label: '選んでください' }, ...offices.map(({ id, name }) => ({ value: String(id), label: name }))],
        { usual: '' },
      ),
      (input) => input['office'] !== '',
    ),
    occasion: radios<Occasion>('確認の区分', optionsOf(OCCASIONS)),
    remark: line('備考', 200, { hint: '問題の内容、プリンタの機種など' }).optional(),
  });
