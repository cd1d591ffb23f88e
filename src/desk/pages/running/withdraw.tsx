import { form, optionsOf, radios, text } from '../../../lib/form/index.ts';
import type { FormErrors } from '../../../lib/html/index.ts';
import { Says } from '../../../lib/html/index.ts';
import { WITHDRAWN, type Withdrawn } from '../../../running/kinds.ts';
import { inMonthReport } from '../../../running/papers.ts';
import { type Withdrawal, withdrawFault } from '../../../running/withdraw.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { type Loaded, REFUSED, RIGHT, seenFor, withFault } from './fault-page.ts';
import { BOOK, crumbOf } from './parts.tsx';
import { runningEntry } from './subject.ts';

const LONG = 1_000;

const withdrawForm = form<Withdrawal>({
  as: radios<Withdrawn>('区分', optionsOf(WITHDRAWN)),
  why: text('理由', LONG, {
    rows: 4,
    hint: '障害ではないと判断した理由。市民の氏名、電話番号などの個人情報は、書かないでください。',
  }),
});

type More = { errors?: FormErrors; refused?: string };
type Props = { ask: SignedAsk; loaded: Loaded; told: boolean; more: More };

/** `told`: the city read of it, in a report of it or in that of a month. */
function WithdrawPage({ ask, loaded: { fault, papers, mails, seen }, told, more }: Props) {
  return (
    <TitledPage
      ask={ask}
      title="障害の取下げ"
      heading={`障害の取下げ：${fault.subject}`}
      crumbs={[BOOK, crumbOf({ id: fault.entryId })]}
      refused={more.refused}
      errors={more.errors ?? {}}
    >
      {fault.withdrawnAs !== null || papers.some(({ kind }) => kind === 'fault-report') ? (
        <Says class="lead">{fault.withdrawnAs === null ? REFUSED.submitted : REFUSED.withdrawn}</Says>
      ) : (
        <>
          <Says class="lead">
            計画した作業や誤検知で、障害ではないときに取り下げます。障害報告書を提出しないで完了になります。月次報告では、障害の件数に含めず、「取り下げた障害」に載ります。
          </Says>
          {told && (
            <Says>
              {mails.length > 0
                ? `市へ報告した障害のため、取り下げたことを報告先の${mails.length}件のメールアドレスへ送ります。`
                : '市へ報告した障害のため、取り下げたことの報告を作成します。印刷して渡すか、電話で伝えてください。'}
            </Says>
          )}
          <DeskForm
            ask={ask}
            form={withdrawForm}
            action={paths.withdrawFault(fault.entryId)}
            values={{}}
            errors={more.errors}
            seen={seenFor(ask, seen, more)}
            submit="障害の記録を取り下げる"
            back={{ href: paths.entry(fault.entryId), words: '記録に戻る' }}
          />
        </>
      )}
    </TitledPage>
  );
}

async function page(ask: SignedAsk, loaded: Loaded, more: More, status = 200): Promise<Answer> {
  const told = loaded.papers.length > 0 || (await inMonthReport(ask.db, loaded.fault.entryId));
  return show(<WithdrawPage ask={ask} loaded={loaded} told={told} more={more} />, status);
}

export const withdrawRoutes: readonly Route[] = [
  get(
    paths.withdrawFault(':id'),
    RIGHT,
    withFault((ask, loaded) => page(ask, loaded, {})),
  ),
  post(
    paths.withdrawFault(':id'),
    RIGHT,
    { words: '障害の取下げ', of: runningEntry },
    withFault(async (ask, loaded) => {
      const typed = readForm(ask, withdrawForm);
      if (!typed.ok) return page(ask, loaded, { errors: typed.errors }, 422);
      const id = loaded.fault.entryId;
      const withdrawn = await withdrawFault(ask.db, ask.actor, id, field(ask.body, 'seen'), typed.value);
      if (withdrawn.ok) return go(withQuery(paths.entry(id), { done: 'withdrawn' }));
      return page(ask, loaded, { refused: REFUSED[withdrawn.reason] }, 409);
    }),
  ),
];
