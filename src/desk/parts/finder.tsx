import type { ComponentChildren, VNode } from 'preact';
import { IconWrong, Says, TOKEN_FIELD } from '../../lib/html/index.ts';
import { printable } from '../../lib/japanese/printable.ts';
import type { SignedAsk } from '../route.ts';
import { type Found, MOST, REFUSAL_WORDS } from './find-people.ts';
import { handOverWords } from './hand-over.ts';
import { birthday } from './words.ts';

/** `handOverWords` where somebody is looked for. */
export function HandOver({ to }: { to: string[] | null }) {
  if (to === null) return null;
  return <Says class="small hand-on">{handOverWords(to)}</Says>;
}

/** What was found, each a link or a press that chooses the card; the cursor waits in the first. */
export function Hits({
  ask,
  found,
  hit,
}: {
  ask: SignedAsk;
  found: Extract<Found, { state: 'found' }>;
  hit: (cardId: number, said: ComponentChildren, first: { autoFocus?: true }) => VNode;
}) {
  const first = { autoFocus: true } as const;
  return (
    <div class="hits">
      <p role="status">
        <b>
          {found.hits.length === 0
            ? '見つかりませんでした'
            : found.over
              ? `${MOST}人より多く見つかりました`
              : `${found.hits.length}人見つかりました`}
        </b>
      </p>
      {found.over && <p class="small soft">生年月日を続けて入力すると、絞り込めます（例：たかさき 昭和22年3月8日）。</p>}
      {found.hits.length === 0 && (
        <p class="small soft">
          カナや生年月日でも、検索してください。ウェブで予約できない方は、カードの登録があるか確かめてください。
        </p>
      )}
      {found.only === undefined && <HandOver to={found.handOver} />}
      {found.hits.map(({ id, name, kana, noticeId, statusName, ...birth }, index) =>
        hit(
          id,
          <>
            <b>{printable(name).text}</b>
            <span class="sub">{kana}</span>
            <span class="sub">{birthday(birth, ask.clock)}</span>
            <span class="sub">
              <span class="code">{noticeId}</span>　{statusName}
            </span>
          </>,
          index === 0 ? first : {},
        ),
      )}
    </div>
  );
}

/** What is wrong with what was typed to be looked for, beneath the box `who`. */
export function Refused({ found }: { found: Found }) {
  if (found.state !== 'refused') return null;
  return (
    <p class="wrong" id="who-error" role="alert">
      <IconWrong />
      {REFUSAL_WORDS[found.reason]}
    </p>
  );
}

/** The class of a call whose search found somebody: who was found takes the room that nothing else needs yet. */
export const lookClass = (found: Found): string => (found.state === 'found' && found.hits.length > 0 ? ' call-look' : '');

type FinderProps = {
  ask: SignedAsk;
  action: string;
  found: Found;
  hrefOf: (cardId: number) => string;
  hidden: Record<string, string>;
};

/** First of the three columns: who. */
export function Finder({ ask, action, found, hrefOf, hidden }: FinderProps) {
  const alt1 = { accessKey: '1', ...(found.state === 'found' && found.hits.length > 0 ? {} : { autoFocus: true }) };
  return (
    <>
      <form method="post" action={action} class="finder">
        <input type="hidden" name={TOKEN_FIELD} value={ask.token} />
        {Object.entries(hidden).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <label class="label" for="who">
          ID・氏名・カナ・生年月日・電話・メール
        </label>
        <div class="finder-row">
          <input
            class="input"
            id="who"
            name="q"
            type="text"
            autoComplete="off"
            value={found.state === 'none-asked' ? '' : found.line}
            {...alt1}
            {...(found.state === 'refused' ? { 'aria-describedby': 'who-error', 'aria-invalid': 'true' as const } : {})}
          />
          <button class="button button-second" type="submit">
            検索
          </button>
        </div>
        <Refused found={found} />
      </form>
      {found.state === 'found' && (
        <Hits
          ask={ask}
          found={found}
          hit={(cardId, said, first) => (
            <a class="hit" href={hrefOf(cardId)} {...first}>
              {said}
            </a>
          )}
        />
      )}
    </>
  );
}
