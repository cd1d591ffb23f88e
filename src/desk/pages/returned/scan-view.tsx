import type { RecentReturn } from '../../../cards/returned.ts';
import type { ScannedCard } from '../../../cards/scan.ts';
import { clockTime, longDate } from '../../../lib/dates/format.ts';
import { cityMinute } from '../../../lib/dates/jst.ts';
import { FormFields } from '../../../lib/form/index.ts';
import { Button, GetForm, PostForm, Select } from '../../../lib/html/index.ts';
import { takenBack } from '../../parts/form.tsx';
import { type RefusedScan, RefusedScanBox, ScanAnswerBox, scannedBirth, scannedName } from '../../parts/scan-answer.tsx';
import { ScanForm } from '../../parts/scan-form.tsx';
import { Section } from '../../parts/section.tsx';
import { SharedIdBox } from '../../parts/shared-id.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import { onForm } from './form.ts';

export type ReturnScanProps = {
  reasons: string[];
  /** The reason that is recorded, by its place in the city's list. */
  reason: number;
  on: string;
  recent: (RecentReturn & { card: ScannedCard })[];
  answer: { kind: 'done'; card: ScannedCard } | RefusedScan | { kind: 'several'; cards: readonly ScannedCard[] } | undefined;
  errors: Record<string, string>;
};
type Props = { ask: SignedAsk; props: ReturnScanProps };

/** What a scan carries along: the reason and the day, chosen once for a stack of notices. */
export const taskQuery = ({ reason, on }: Pick<ReturnScanProps, 'reason' | 'on'>) => ({
  reason: String(reason),
  on: longDate(on),
});

function Answer({ ask, props, answer }: Props & { answer: NonNullable<ReturnScanProps['answer']> }) {
  if (answer.kind === 'done') return <ScanAnswerBox look="done" says="返戻を記録しました" card={answer.card} />;
  if (answer.kind !== 'several') return <RefusedScanBox answer={answer} />;
  return (
    <SharedIdBox
      ask={ask}
      cards={answer.cards}
      action={paths.noticesBack}
      hidden={taskQuery(props)}
      submit="この方の返戻を記録する"
    />
  );
}

/** The reason and the day of the notices to come, changed at any time. */
function Task({ ask, props }: Props) {
  return (
    <GetForm action={paths.noticesBack} class="list-filter">
      <Select
        name="reason"
        label="返戻の理由"
        options={props.reasons.map((words, at) => ({ value: String(at + 1), label: words }))}
        value={String(props.reason)}
      />
      <FormFields form={onForm} state={takenBack(ask, onForm.boxes({ on: props.on }), props.errors)} />
      <Button kind="second">この理由と日にする</Button>
    </GetForm>
  );
}

function Recent({ ask, props }: Props) {
  if (props.recent.length === 0) return null;
  return (
    <Section id="recent" title="本日、記録した返戻">
      <ul class="scan-recent">
        {props.recent.map(({ id, at, why, card }) => (
          <li>
            <span>
              {clockTime(cityMinute(at))}　{scannedName(card)}　{scannedBirth(card)}　{why}
            </span>
            <PostForm action={paths.noticesBackUndo} token={ask.token} hidden={{ ...taskQuery(props), notice: String(id) }}>
              <Button kind="second">
                取消<span class="unseen">：{scannedName(card)}</span>
              </Button>
            </PostForm>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const SAID: Record<string, string> = { undone: '返戻の記録を取り消しました。' };
const REFUSED: Record<string, string> = {
  'not-yours': '取り消せるのは、自分で記録したものだけです。',
  'not-undone': 'そのあとに送り直しか交付状況の変更があったため、取り消せません。',
};

/** Notices that came back, one scan each: a stack of them is recorded without touching the mouse. */
export function ReturnScanPage({ ask, props }: Props) {
  const { reasons, reason, answer, errors } = props;
  const done = field(ask.query, 'done');
  return (
    <TitledPage
      ask={ask}
      title="返戻を読み取る"
      crumbs={[{ href: paths.list('returned'), words: '返戻一覧' }]}
      said={SAID[done]}
      refused={REFUSED[done]}
      errors={errors}
    >
      {reasons.length === 0 ? (
        <p class="empty">
          返戻の理由が、まだありません。設定を変更する権限のある職員が「設定」の「返戻の理由」で登録してください。
        </p>
      ) : (
        <>
          <Task ask={ask} props={props} />
          <ScanForm
            ask={ask}
            action={paths.noticesBack}
            hint={`通知書の交付通知書IDを読み取るか、入力してください。「${reasons[reason - 1] ?? ''}」として記録します。`}
            hidden={taskQuery(props)}
          />
          {answer !== undefined && <Answer ask={ask} props={props} answer={answer} />}
        </>
      )}
      <Recent ask={ask} props={props} />
      <p class="lead">
        理由を1件ずつ書くときは、カードと本人の画面の「交付通知書の返戻を記録する」を使います。{' '}
        <a href={paths.list('returned')}>返戻一覧を表示する</a>
      </p>
    </TitledPage>
  );
}
