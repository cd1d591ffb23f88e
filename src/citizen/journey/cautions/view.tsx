import type { VNode } from 'preact';
import { Button, ErrorSummary, type FormErrors, hasErrors, Notice, Phrase, PostForm, Says } from '../../../lib/html/index.ts';
import type { Numbers } from '../../common.ts';
import { BackButton, Frame, Step } from '../../frame.tsx';
import { CautionBoxes, hasChanged, type Ticks } from '../../parts/caution-boxes.tsx';
import { Hold } from '../../parts/hold.tsx';
import { KeepTyped } from '../../parts/keep-typed.tsx';
import { type Needs, NeedsAsked } from '../../parts/needs.tsx';
import { OwnPapers, type TickedPapers } from '../../parts/own-papers.tsx';
import { paths } from '../../paths.ts';
import type { VisitRow } from '../../read-visits.ts';
import { useTexts } from '../../speech.tsx';
import type { Own } from './own.ts';

type CautionsShown = {
  token: string;
  visit: VisitRow;
  own: Own;
  /** What is ticked of the cautions, and which boxes of papers are (or all of them). */
  ticks: Ticks;
  papersTicked: boolean | TickedPapers;
  /** Answers that were typed and do not stand yet. */
  needs: Needs;
  /** Somebody just answered otherwise: their papers are others. */
  answered: boolean;
  errors: FormErrors;
  numbers: Numbers;
  told: 'longer' | 'enough' | undefined;
  soFar: VNode;
};

/** Who comes and how, what each brings, and the cautions: read and ticked between the time and the booking (§8(3)⑥⑨). */
export function CautionsPage(props: CautionsShown) {
  const { token, visit, own, ticks, papersTicked, needs, answered, errors, numbers, told, soFar } = props;
  const { cautions: words, needs: asked } = useTexts();
  const otherPapers = own.papers.length > 0 && own.seen !== null && own.seen !== own.mark;
  return (
    <Frame title={words.title} token={token} wrong={hasErrors(errors)} aside={soFar}>
      <PostForm action={paths.cautions} token={token} hidden={{ mark: own.mark }}>
        <BackButton name="back" />
        <Step name="cautions" />
        <ErrorSummary errors={errors} />
        {own.cautions.some((one) => hasChanged(ticks, one)) && (
          <Notice kind="stop" role="alert">
            <Says>{words.changed}</Says>
          </Notice>
        )}
        {(answered || otherPapers) && (
          <Notice kind="care" role={answered ? 'status' : 'alert'}>
            <Says>{asked.changed}</Says>
          </Notice>
        )}
        <h1>
          <Phrase>{words.heading}</Phrase>
        </h1>
        <Hold visit={visit} token={token} page="cautions" within goOn={words.next} told={told} numbers={numbers} />
        {own.asks.length > 0 && (
          <section class="who">
            <h2>
              <Phrase>{asked.title}</Phrase>
            </h2>
            <Says>{asked.lead}</Says>
            <NeedsAsked people={own.people} asks={own.asks} needs={needs} />
            <p class="acts">
              <Button kind="second" name="show" value="yes">
                {asked.show}
              </Button>
            </p>
          </section>
        )}
        <Says class="lead">{words.lead}</Says>
        <OwnPapers papers={own.papers} people={visit.people} ticked={papersTicked} errors={errors} />
        <CautionBoxes cautions={own.cautions} ticks={ticks} errors={errors} people={visit.people} />
        <div class="acts">
          <Button>{words.next}</Button>
        </div>
        <KeepTyped action={paths.cautions} />
      </PostForm>
    </Frame>
  );
}
