import {
  Button,
  ErrorSummary,
  hasErrors,
  LinkButton,
  PostForm,
  RadioGroup,
  Says,
  Select,
  TextField,
} from '../../../lib/html/index.ts';
import { Page } from '../../frame.tsx';
import { paths } from '../../paths.ts';
import { type Answer, type SignedAsk, show } from '../../route.ts';
import { REASON_MOST, type ReadForm } from './read.ts';

/** The first form: what is to be shut and why. Nothing is shut by it; the next page shows what would happen. */
export function formPage(ask: SignedAsk, { typed, offices, services, errors }: ReadForm): Answer {
  return show(
    <Page ask={ask} title="窓口を臨時に閉じる" wrong={hasErrors(errors)}>
      <h1>窓口を臨時に閉じる</h1>
      <Says class="lead">次の画面で、閉じる枠と、予約のある方を確かめます。この画面では、まだ閉じません。</Says>
      <ErrorSummary errors={errors} />
      <PostForm action={paths.newClosing} token={ask.token} class="desk-form">
        <Select
          name="office"
          label="交付場所"
          need="must"
          value={typed.office}
          error={errors['office']}
          options={[{ value: '', label: '選んでください' }, ...offices.map(({ code, name }) => ({ value: code, label: name }))]}
        />
        <Select
          name="service"
          label="手続き"
          need="may"
          value={typed.service}
          error={errors['service']}
          options={[{ value: '', label: 'すべての手続き' }, ...services.map(({ code, name }) => ({ value: code, label: name }))]}
        />
        <TextField
          name="from"
          label="閉じる日"
          hint="例：令和8年11月27日、11/27"
          size="id"
          value={typed.from}
          error={errors['from']}
        />
        <TextField
          name="to"
          label="いつまで"
          need="may"
          hint="1日だけのときは、空けておいてください。"
          size="id"
          value={typed.to}
          error={errors['to']}
        />
        <RadioGroup
          name="whole"
          legend="時間"
          value={typed.whole}
          error={errors['whole']}
          choices={[
            { value: 'yes', label: '一日じゅう' },
            {
              value: 'no',
              label: '時間を決める',
              more: '下に、閉じる時刻と終わりの時刻を入れてください。一部でも重なる枠は、閉じます。',
            },
          ]}
        />
        <TextField
          name="begin"
          label="閉じる時刻"
          need="may"
          hint="「時間を決める」のとき。例：13:00"
          size="code"
          value={typed.begin}
          error={errors['begin']}
        />
        <TextField
          name="end"
          label="終わりの時刻"
          need="may"
          hint="「時間を決める」のとき。例：17:15"
          size="code"
          value={typed.end}
          error={errors['end']}
        />
        <TextField
          name="reason"
          label="理由"
          hint={`例：台風19号の接近のため。サイトのお知らせの文、入口に貼るお知らせ、お休みのメールに入り、市民の方が読みます。${REASON_MOST}文字まで。お名前は書かないでください。`}
          value={typed.reason}
          error={errors['reason']}
        />
        <p class="acts">
          <Button name="act" value="preview">
            閉じるとどうなるか、確かめる
          </Button>
          <LinkButton href={paths.closings} kind="second">
            やめる
          </LinkButton>
        </p>
      </PostForm>
    </Page>,
    hasErrors(errors) ? 422 : 200,
  );
}
