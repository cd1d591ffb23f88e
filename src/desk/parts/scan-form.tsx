import type { ComponentChildren } from 'preact';
import { type Field, type Form, FormFields, form } from '../../lib/form/index.ts';
import { Button, PostForm } from '../../lib/html/index.ts';
import type { SignedAsk } from '../route.ts';
import { readForm } from './form.tsx';

/** Longer than any label, notice ID or serial number; a scanner that reads twice is told what it read. */
const MOST = 100;

/** What a scanner types, or a clerk in its place. It is never refused here: whoever reads it says that there is no such card, and what was read. */
const scanned = (label: string, hint?: string): Field<string> => ({
  label,
  ...(hint === undefined ? {} : { hint }),
  need: 'silent',
  look: { as: 'text' },
  read: ({ box, input }) => (typeof input[box] === 'string' ? input[box].trim().slice(0, MOST) : ''),
  show: (box, value) => ({ [box]: value }),
});

const scanForm = (label: string, hint?: string): Form<{ code: string }> => form<{ code: string }>({ code: scanned(label, hint) });

/** What was read; empty where nothing was. */
export function readCode(ask: SignedAsk): string {
  const read = readForm(ask, scanForm(''));
  return read.ok ? read.value.code : '';
}

type ScanFormProps = {
  ask: SignedAsk;
  action: string;
  hint: string;
  label?: string;
  /** The words of its button. */
  submit?: string;
  hidden?: Record<string, string>;
  /** Fields that are typed before the card is read. */
  children?: ComponentChildren;
};

/** The box of a scanner. It is empty for the next scan, whatever came of the last one. What the script says where scans cannot be sent stands with it. */
export const ScanForm = ({
  ask,
  action,
  hint,
  label = '読み取る',
  submit = '記録する',
  hidden = {},
  children,
}: ScanFormProps) => (
  <PostForm action={action} token={ask.token} class="scan-form" hidden={hidden}>
    {children}
    <div class="scan-panel">
      <FormFields form={scanForm(label, hint)} state={{ shown: () => '', errors: {}, focus: 'code' }} />
      <Button>{submit}</Button>
    </div>
    <div
      data-offline="つながりません。読み取りを止めて、お待ちください。つながると、次のコードを自動で送ります。この画面を閉じないでください。"
      data-elsewhere="ログアウトなどのため、次のコードは記録していません。ログインして、読み取り直してください。"
    />
  </PostForm>
);
