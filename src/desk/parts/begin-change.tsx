import type { Draft } from '../../calendar/drafts.ts';
import { PostForm, SelectBox } from '../../lib/html/index.ts';
import { paths } from '../paths.ts';

export const BEGINNINGS = {
  days: '日をえらんで変える・閉じる・開ける',
  capacity: '1つの枠の定員を変える',
  week: '曜日の規則を変える',
  pattern: '開庁時間パターンを作る',
  holiday: '祝日を変える',
  year: '今年の臨時の日を、来年に写す',
} as const;
export type Beginning = keyof typeof BEGINNINGS;

/** What a draft is called that begins so. */
export const DRAFT_NAMES: Record<Beginning, string> = {
  days: '臨時の日の変更',
  capacity: '枠の定員の変更',
  week: '曜日の規則の変更',
  pattern: 'パターンの変更',
  holiday: '祝日の変更',
  year: '来年の臨時の日',
};

/**
 * The way into a change: which draft it goes into, and what is to be changed. Nothing happens to any slot by it.
 * `about`: what the page was about, handed on to the form of the change.
 */
export function BeginChange({
  token,
  drafts,
  about,
  offered,
}: {
  token: string;
  drafts: readonly Draft[];
  about: Record<string, string>;
  offered: readonly Beginning[];
}) {
  const open = drafts.filter(({ state }) => state === 'open');
  return (
    <PostForm action={paths.drafts} token={token} class="begin-change" hidden={about}>
      {open.length > 0 && (
        <>
          <label class="label" for="draft">
            どの下書きで変えますか
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
        {offered.map((what) => (
          <li>
            <button class="do-button" type="submit" name="what" value={what}>
              {BEGINNINGS[what]}
            </button>
          </li>
        ))}
      </ul>
      <p class="small soft">下書きのうちは、予約枠は変わりません。公開する前に、何が変わるかを確かめられます。</p>
    </PostForm>
  );
}
