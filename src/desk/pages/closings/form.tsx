import { Button, type FormErrors, hasErrors, Says } from '../../../lib/html/index.ts';
import { DeskForm } from '../../parts/form.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import { type Answer, type SignedAsk, show } from '../../route.ts';
import { closingForm, type Known, type Typed } from './closing-form.ts';

/** The first form: what is to be shut and why. Nothing is shut by it; the next page shows what would happen. */
export function formPage(ask: SignedAsk, known: Known, values: Partial<Typed>, errors: FormErrors = {}): Answer {
  return show(
    <TitledPage ask={ask} title="臨時閉庁にする" errors={errors}>
      <Says class="lead">次の画面で、閉庁にする枠と、予約のある方を確かめます。この画面では、まだ閉庁になりません。</Says>
      <DeskForm
        ask={ask}
        form={closingForm(known)}
        action={paths.newClosing}
        values={values}
        errors={errors}
        submit={
          <Button name="act" value="preview">
            臨時閉庁の影響を確認する
          </Button>
        }
        back={{ href: paths.closings, words: 'やめる' }}
      />
    </TitledPage>,
    hasErrors(errors) ? 422 : 200,
  );
}
