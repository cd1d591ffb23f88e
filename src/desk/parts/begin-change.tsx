import type { Draft } from '../../calendar/drafts.ts';
import { PostForm, SelectBox } from '../../lib/html/index.ts';
import { leadsWithin } from '../bounds/leads-within.ts';
import { paths } from '../paths.ts';
import type { SignedAsk } from '../route.ts';

export const BEGINNINGS = {
  days: '日を指定して臨時開庁・臨時閉庁・時間変更',
  capacity: '1つの枠の定員を変更する',
  week: '曜日の規則を変更する',
  pattern: '開庁時間パターンを作成する',
  holiday: '祝日を変更する',
  year: '今年の臨時の日を、翌年へ複写する',
} as const;
export type Beginning = keyof typeof BEGINNINGS;

/** Whether a change is one that this account makes: who is bound to offices changes nothing that all share. */
export const mayBegin = ({ session }: Pick<SignedAsk, 'session'>, what: Beginning): boolean =>
  leadsWithin(session, paths.draftChange(':id', what));

/** What a draft is called that begins so. */
export const DRAFT_NAMES: Record<Beginning, string> = {
  days: '臨時の日の変更',
  capacity: '枠の定員の変更',
  week: '曜日の規則の変更',
  pattern: 'パターンの変更',
  holiday: '祝日の変更',
  year: '翌年の臨時の日',
};

/**
 * The way into a change: which draft it goes into, and what is to be changed. Nothing happens to any slot by it.
 * `about`: what the page was about, handed on to the form of the change.
 */
export function BeginChange({
  ask,
  drafts,
  about,
  offered,
}: {
  ask: SignedAsk;
  drafts: readonly Draft[];
  about: Record<string, string>;
  offered: readonly Beginning[];
}) {
  const open = drafts.filter(({ state }) => state === 'open');
  return (
    <PostForm action={paths.drafts} token={ask.token} class="begin-change" hidden={about}>
      {open.length > 0 && (
        <>
          <label class="label" for="draft">
            どの下書きで変更しますか
          </label>
          <SelectBox
            id="draft"
            name="draft"
            value=""
            options={[{ value: '', label: '新しい下書き' }, ...open.map(({ id, name }) => ({ value: String(id), label: name }))]}
          />
        </>
      )}
      <ul class="do">
        {offered
          .filter((what) => mayBegin(ask, what))
          .map((what) => (
            <li>
              <button class="do-button" type="submit" name="what" value={what}>
                {BEGINNINGS[what]}
              </button>
            </li>
          ))}
      </ul>
      <p class="small soft">下書きのうちは、予約枠は変わりません。公開する前に、変更の影響を確認できます。</p>
    </PostForm>
  );
}
