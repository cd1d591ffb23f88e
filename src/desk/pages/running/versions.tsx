import { deskMoment } from '../../../lib/dates/jst.ts';
import { LinkButton, Notice, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { type SentPaper, versionOf } from '../../../running/papers.ts';
import { can } from '../../../staff/rights.ts';
import { Section } from '../../parts/section.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';

type Props = { ask: SignedAsk; paper: SentPaper; versions: readonly SentPaper[] };

const correctAt = (paper: SentPaper): string | undefined => {
  const of = versionOf(paper);
  if (of === undefined) return undefined;
  return of.kind === 'month' ? paths.correctMonth(of.month.slice(0, 7)) : paths.correctFault(of.entryId);
};

/** The versions of a report: which one this is, the others, and the way to the next. */
export function Versions({ ask, paper, versions }: Props) {
  const newest = versions.at(-1);
  const correct = correctAt(paper);
  if (newest === undefined || correct === undefined) return null;
  return (
    <>
      {newest.id !== paper.id && (
        <Notice kind="care" title="この版は、訂正されています">
          <Says>{`最新は、第${newest.number}版です。`}</Says>
        </Notice>
      )}
      {versions.length > 1 && (
        <Section title="提出した版">
          <Table
            caption="提出した版"
            columns={[wholeCol('版'), wholeCol('提出'), wholeCol('職員')]}
            rows={versions.map(({ id, number, at, by }) => [
              id === paper.id ? `第${number}版（この版）` : <a href={paths.paper(id)}>第{number}版</a>,
              deskMoment(at),
              by ?? '',
            ])}
          />
        </Section>
      )}
      {newest.id === paper.id && can(ask.session, 'running.write') && (
        <p class="acts">
          <LinkButton href={correct} kind="second">
            訂正版（第{newest.number + 1}版）を作成する
          </LinkButton>
        </p>
      )}
    </>
  );
}
