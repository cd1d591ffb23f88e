import { intlFormats } from '../intl-formats.ts';

export const formats = intlFormats('zh-Hans-CN', {
  join: ' ',
  duration: (hours, minutes) => `${hours > 0 ? `${hours}小时` : ''}${minutes > 0 || hours === 0 ? `${minutes}分钟` : ''}`,
  dayEnd: '24:00',
  list: '、',
});
