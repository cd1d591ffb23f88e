import { partsIn } from '../languages/parts-of-day.ts';
import { counted, put } from '../lib/language/text.ts';
import { letter, moment, type Tongue } from './tongue.ts';
import type { Words } from './words.ts';

/** The letters of 空き待ち: entered, offered a time, ended. */
export const ofWaiting = (tongue: Tongue) => {
  const { lang, texts, form, say } = tongue;
  const words = texts.waiting;
  const opens = (rest?: boolean, changed?: boolean) => (rest === true ? words.rest : changed === true ? words.changed : words);
  const when = ({ day, startMinute }: { day: string; startMinute: number }): string => say.letterWhen(day, startMinute);
  const people = (count: number): string => counted(lang, texts.table.people, count, { count });
  return {
    waiting: ({ service, offices, from, to, kinds, parts, usualEnd, people: count, phone, rest, changed, booking }, url) =>
      letter(
        tongue,
        opens(rest, changed).subject,
        rest === true
          ? words.rest.opening
          : [opens(rest, changed).opening, booking == null ? words.notYet : put(words.stays, { when: when(booking) })],
        [
          put(texts.table.service, { service }),
          put(words.offices, { offices: say.list(offices) }),
          from === to
            ? put(words.day, { day: say.shortDay(from) })
            : put(words.days, { from: say.shortDay(from), to: say.shortDay(to) }),
          put(words.kinds, { kinds: say.list(kinds.map((kind) => form.kind[kind])) }),
          put(words.parts, { parts: say.list(parts.map((part) => partsIn(form, say, usualEnd)[part])) }),
          people(count),
        ],
        [words.see, url],
        put(texts.ask, { phone }),
      ),
    'waiting-offer': ({ service, office, address, day, startMinute, people: count, phone, booking }, url, until) =>
      letter(
        tongue,
        put(texts.about, { subject: texts.waitingOffer.subject, day: say.shortDay(day), service }),
        booking == null
          ? [put(texts.waitingOffer.opening, { until: moment(tongue, until) }), texts.link.notYet]
          : put(texts.waitingOffer.beside.opening, { until: moment(tongue, until), when: when(booking) }),
        [
          put(texts.table.service, { service }),
          put(texts.table.office.card, { office }),
          address === '' ? '' : put(texts.table.address, { address }),
          put(texts.table.when, { when: say.letterWhen(day, startMinute) }),
          people(count),
        ],
        [(booking == null ? texts.waitingOffer : texts.waitingOffer.beside).go, url],
        (booking == null ? texts.waitingOffer : texts.waitingOffer.beside).pass,
        put(texts.ask, { phone }),
      ),
    'waiting-over': (why, { service, phone, booking }, url) =>
      letter(
        tongue,
        texts.waitingOver.subject,
        [
          texts.waitingOver.why[why],
          booking == null ? '' : put(texts.waitingOver.beside.stays, { when: when(booking) }),
          put(texts.table.service, { service }),
        ].filter((line) => line !== ''),
        [booking == null ? texts.waitingOver.again : texts.waitingOver.beside.see, url],
        put(texts.ask, { phone }),
      ),
  } satisfies Partial<Words>;
};
