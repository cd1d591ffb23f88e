import { bothText, textIn } from '../../../languages/names.ts';
import { visitCalendar } from '../../../letters/files.ts';
import type { Method } from '../../../lib/calendar-file/write.ts';
import { plain } from '../../../lib/html/index.ts';
import { phoneOf } from '../../city.ts';
import { theVisit } from '../../journey/times/the-visit.ts';
import type { Answer, VisitAsk } from '../../route.ts';
import type { Holding } from '../../visit.ts';

/** The visit's calendar file, the same that goes with its mails. */
export async function calendarOf(ask: VisitAsk, visit: Holding & { number: string }, method: Method): Promise<Answer> {
  const [offices, papers, { takes, arrive }] = await Promise.all([
    ask.common.places(''),
    ask.acts.ownPapers(ask.cookie),
    theVisit(ask),
  ]);
  const said = (lines: readonly string[]): string[] => lines.map((line) => plain(textIn(ask.language, line)));
  const office = offices.find(({ code }) => code === visit.officeCode);
  const content = visitCalendar(
    method,
    {
      ...visit,
      minutes: takes > 0 ? takes : visit.minutes,
      service: bothText(ask.language, { name: plain(visit.serviceName), names: visit.serviceNames ?? {} }),
      office: office === undefined ? '' : bothText(ask.language, office),
      address: office?.address ?? '',
      bring: papers.ok ? said(papers.value.bring) : [],
      papers: papers.ok ? papers.value.each.map((one) => ({ ...one, bring: said(one.bring) })) : [],
      arrive,
      phone: phoneOf(office),
    },
    ask.origin,
    ask.clock.now(),
  );
  const name = method === 'CANCEL' ? 'torikeshi.ics' : 'yoyaku.ics';
  return { kind: 'file', type: `text/calendar; charset=utf-8; method=${method}`, name, content };
}
