import { LIST_ENDINGS } from '../../lib/csv/list-file.ts';
import { Button, FileField, type FormErrors, PostForm } from '../../lib/html/index.ts';
import type { SignedAsk } from '../route.ts';
import { tooLarge } from './sent-file.ts';

type Props = { ask: SignedAsk; action: string; label?: string; hint: string; submit: string; errors: FormErrors };

/** One file of a list (box `file`), in a plain form that every browser sends. */
export const UploadForm = ({ ask, action, label = 'ファイル', hint, submit, errors }: Props) => (
  <PostForm action={action} token={ask.token} class="desk-form" multipart>
    <FileField
      name="file"
      label={label}
      hint={hint}
      error={errors['file']}
      accept={LIST_ENDINGS}
      most={{ bytes: ask.uploadMb * 2 ** 20, says: tooLarge(ask.uploadMb) }}
    />
    <p class="acts">
      <Button>{submit}</Button>
    </p>
  </PostForm>
);
