import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { FormFields } from '../../../lib/form/index.ts';
import { Button, ErrorSummary, GetForm, hasErrors, Notice, Says, Select } from '../../../lib/html/index.ts';
import { Page } from '../../frame.tsx';
import { Crumbs } from '../../parts/crumbs.tsx';
import { takenBack } from '../../parts/form.tsx';
import { ScanAnswerBox, StoppedScanBox } from '../../parts/scan-answer.tsx';
import { ScanForm } from '../../parts/scan-form.tsx';
import { SharedIdBox } from '../../parts/shared-id.tsx';
import { paths, withQuery } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import type { ScanAnswer } from './answer.ts';
import { ArrivingCards } from './arriving.tsx';
import { LeftCards, ScanHead } from './left.tsx';
import { noteForm, type ScanPageProps, taskQuery, untilForm } from './read.ts';
import { RecentScans } from './recent.tsx';
import { SCAN_WORDS } from './words.ts';

type Props = { ask: SignedAsk; props: ScanPageProps };

/** Where one stands, up to which day, where cards go: chosen once, carried along from scan to scan. */
function Task({ ask, props }: Props) {
  const { task, offices, others, office, toOffice, errors } = props;
  const choices = offices.map(({ code, name }) => ({ value: code, label: name }));
  return (
    <GetForm action={paths.cardScan(task.mode)} class="list-filter">
      <Select name="office" label="作業する場所" options={choices} value={office.code} />
      {task.mode === 'send' && (
        <Select
          name="to"
          label="送り先"
          options={others.map(({ code, name }) => ({ value: code, label: name }))}
          value={toOffice?.code}
        />
      )}
      {(task.mode === 'pull' || task.mode === 'send') && (
        <FormFields form={untilForm} state={takenBack(ask, untilForm.boxes({ until: task.until }), errors)} />
      )}
      <Button kind="second">表示する</Button>
    </GetForm>
  );
}

/** The last scan, large: sign, what to do first, whose it is, why. */
function Answer({ ask, answer, props }: { ask: SignedAsk; answer: ScanAnswer; props: ScanPageProps }) {
  const { task, toOffice } = props;
  if (answer.kind === 'done') {
    const place =
      task.mode === 'send'
        ? `${toOffice?.name ?? ''}へ`
        : task.mode === 'receive' || task.mode === 'found'
          ? undefined
          : (answer.card.place ?? '');
    const { card, wanted } = answer;
    return (
      <ScanAnswerBox look="done" says={SCAN_WORDS[task.mode].done} place={place} card={card}>
        {wanted !== undefined && (
          <p>
            {shortDate(wanted.day)} {clockTime(wanted.startMinute)}　<b>{wanted.officeName}</b>で交付
          </p>
        )}
      </ScanAnswerBox>
    );
  }
  if (answer.kind === 'stopped') return <StoppedScanBox card={answer.card} stop={answer.stop} />;
  if (answer.kind === 'several')
    return (
      <SharedIdBox
        ask={ask}
        cards={answer.cards}
        action={paths.cardScan(task.mode)}
        hidden={{ ...taskQuery(props), ...(task.mode === 'found' ? { note: props.note.shown('note') } : {}) }}
      />
    );
  return (
    <ScanAnswerBox look="wrong" says="読み取れません" code={answer.code}>
      <p>{answer.why}何も記録していません。</p>
    </ScanAnswerBox>
  );
}

const DONE: Record<string, { kind: 'done' | 'stop'; words: string }> = {
  undone: { kind: 'done', words: '直前の記録を取り消しました。' },
  'not-yours': { kind: 'stop', words: '取り消せるのは、自分で記録したものだけです。' },
  'not-undone': { kind: 'stop', words: 'このカードには、その後の記録があるため、取り消せません。' },
};

/** One field that always has the focus; a scanner types into it and presses Enter. */
export function ScanPage({ ask, props }: Props) {
  const { task, office, boxName, answer, errors } = props;
  const words = SCAN_WORDS[task.mode];
  const said = DONE[field(ask.query, 'done')];
  return (
    <Page ask={ask} title={words.title} wrong={hasErrors(errors) || hasErrors(props.note.errors)}>
      <Crumbs of={[{ href: paths.storage, words: '保管場所' }]} label="作業する場所" />
      <ScanHead props={props} />
      <ErrorSummary errors={{ ...errors, ...props.note.errors }} />
      <div class="desk-columns">
        <div class="desk-body">
          <ScanForm ask={ask} action={paths.cardScan(task.mode)} hint={words.lead} hidden={taskQuery(props)}>
            {task.mode === 'found' && <FormFields form={noteForm} state={props.note} />}
          </ScanForm>
          {boxName !== '' && (
            <p class="lead">
              保管する箱：<b>{boxName}</b>
              {'　'}
              <a href={withQuery(paths.cardScan(task.mode), { office: office.code })}>箱の指定を取りやめる</a>
            </p>
          )}
          {said !== undefined && (
            <Notice kind={said.kind} role="status">
              <Says>{said.words}</Says>
            </Notice>
          )}
          {answer !== undefined && <Answer ask={ask} answer={answer} props={props} />}
          <RecentScans ask={ask} props={props} />
          <Task ask={ask} props={props} />
        </div>
        <LeftCards props={props} />
        <ArrivingCards props={props} />
      </div>
    </Page>
  );
}
