import { momentFrom } from '../../languages/index.ts';
import { cityInstant } from '../../lib/dates/jst.ts';
import { Button, Phrase, PostForm, plain } from '../../lib/html/index.ts';
import { textOf } from '../../lib/http/fields.ts';
import { put } from '../../lib/language/text.ts';
import type { Numbers } from '../common.ts';
import { paths } from '../paths.ts';
import type { VisitRow } from '../read-visits.ts';
import { useSay, useTexts } from '../speech.tsx';
import { holdEnd, stopAhead } from '../stops.ts';

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
export function Hold({ visit, token, page, goOn, told, numbers, within = false }: HoldProps) {
  const texts = useTexts().hold;
  const say = useSay();
  if (visit.heldUntil === null || visit.day === null || visit.startMinute === null) return null;
  const begins = new Date(cityInstant(visit.day, visit.startMinute).epochMilliseconds);
  const end = holdEnd({ heldUntil: visit.heldUntil, extended: visit.extended, begins }, numbers, stopAhead());
  const prolongable = end.more > 0;
  const extend = put(texts.extend, { time: say.duration(end.more) });
  const timeOf = (at: Date): string => momentFrom(say, at, visit.serverNow);
  const until = timeOf(end.until);
  const left = Math.max(0, Math.floor((end.until.getTime() - visit.serverNow.getTime()) / 1000));
  return (
    <section class="hold" id={HOLD_ID} aria-label={texts.label} data-hold-seconds={left}>
      <div class="hold-in" data-hold-live="">
        <div class="hold-text">
          <p class="small">
            <Phrase>{put(texts.holding, { when: say.shortWhen(visit.day, visit.startMinute) })}</Phrase>
          </p>
          <div role={told === undefined ? undefined : 'status'}>
            <p class="hold-until">
              <Phrase>{put(texts.until, { time: until })}</Phrase>
            </p>
            {end.before !== undefined && (
              <p>
                <Phrase>{put(texts.stop, { time: timeOf(end.before) })}</Phrase>
              </p>
            )}
            {told !== undefined && (
              <p>
                <Phrase>{told === 'longer' ? put(texts.told.longer, { time: until }) : texts.told.enough}</Phrase>
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
        data-hold-soon={plain(prolongable ? put(texts.soon, { extend }) : texts.soonLast)}
        data-hold-gone={plain(put(texts.gone, { goOn }))}
      />
    </section>
  );
}
