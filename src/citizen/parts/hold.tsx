import { spokenMinutes } from '../../lib/dates/format.ts';
import { Button, Phrase, PostForm, plain } from '../../lib/html/index.ts';
import { textOf } from '../../lib/http/fields.ts';
import type { Numbers } from '../common.ts';
import type { Language, Words } from '../language.ts';
import { paths } from '../paths.ts';
import type { VisitRow } from '../read-visits.ts';
import { clockOf, shortWhen } from './when.ts';

const words: Words<{
  label: string;
  holding: (when: string) => string;
  until: (time: string) => string;
  extend: (time: string) => string;
  soon: (extend: string) => string;
  soonLast: string;
  gone: (goOn: string) => string;
  told: { longer: (time: string) => string; enough: string };
}> = {
  ja: {
    label: '時間の確保',
    holding: (when) => `${when}を|確保しています`,
    until: (time) => `${time}まで`,
    extend: (time) => `${time}延長する`,
    soon: (extend) => `もうすぐ|確保の|期限です。|続ける方は、|「${extend}」を|押してください。`,
    soonLast: 'もうすぐ|確保の|期限です。|それまでに、|予約を|終えてください。',
    gone: (goOn) => `確保の|期限が|過ぎました。|「${goOn}」を|押すと、|空いていれば|同じ時間で|続けられます。`,
    told: {
      longer: (time) => `${time}まで|延長しました。`,
      enough: 'これ以上は、|延長できません。|それまでに、|予約を|終えてください。',
    },
  },
};

/** Where a press on it comes back to on the page. */
export const HOLD_ID = 'hold';
const HOLD_TOLD = ['longer', 'enough'] as const;

/** What an address says that came of the press. */
export const holdTold = (query: unknown) => HOLD_TOLD.find((one) => one === textOf(query, 'held'));

type HoldProps = {
  visit: VisitRow;
  token: string;
  /** Where the press comes back to, and the button that leads on from there. */
  page: 'cautions' | 'check';
  goOn: string;
  /** It stands inside this page's own form: its button sends that form along, so that nothing ticked is lost. */
  within?: boolean;
  /** What came of the press before. */
  told: (typeof HOLD_TOLD)[number] | undefined;
  numbers: Numbers;
  language: Language;
};

function Prolong({ within, token, page, children }: Pick<HoldProps, 'within' | 'token' | 'page'> & { children: string }) {
  if (within === true)
    return (
      <Button kind="second" action={paths.extend} name="page" value={page}>
        {children}
      </Button>
    );
  return (
    <PostForm action={paths.extend} token={token} hidden={{ page }}>
      <Button kind="second">{children}</Button>
    </PostForm>
  );
}

/** Until when the place is kept, and one press to keep it longer. */
export function Hold({ visit, token, page, goOn, told, numbers, language, within = false }: HoldProps) {
  const texts = words[language];
  if (visit.heldUntil === null || visit.day === null || visit.startMinute === null) return null;
  const extend = texts.extend(spokenMinutes(numbers.holdMinutes));
  const prolongable = visit.extended < numbers.holdExtensions;
  const left = Math.max(0, Math.floor((visit.heldUntil.getTime() - visit.serverNow.getTime()) / 1000));
  return (
    <section class="hold" id={HOLD_ID} aria-label={texts.label} data-hold-seconds={left}>
      <div class="hold-in" data-hold-live="">
        <div class="hold-text">
          <p class="small">
            <Phrase>{texts.holding(shortWhen(visit.day, visit.startMinute))}</Phrase>
          </p>
          <div role={told === undefined ? undefined : 'status'}>
            <p class="hold-until">{texts.until(clockOf(visit.heldUntil))}</p>
            {told !== undefined && (
              <p>
                <Phrase>{told === 'longer' ? texts.told.longer(clockOf(visit.heldUntil)) : texts.told.enough}</Phrase>
              </p>
            )}
          </div>
        </div>
        {prolongable && (
          <Prolong within={within} token={token} page={page}>
            {extend}
          </Prolong>
        )}
      </div>
      {/* The place exists from the start, or a screen reader does not hear what is put into it. The words are not in the page: text browsers show what is merely hidden. */}
      <p
        class="hold-told"
        role="alert"
        data-hold-soon={plain(prolongable ? texts.soon(extend) : texts.soonLast)}
        data-hold-gone={plain(texts.gone(goOn))}
      />
    </section>
  );
}
