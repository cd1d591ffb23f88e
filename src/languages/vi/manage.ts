import type { Page } from '../catalogues.ts';

export const ask: Page<'ask'> = {
  title: 'Xem, thay đổi hoặc hủy lịch hẹn',
  heading: 'Lịch hẹn của thủ tục nào?',
  lead: 'Hãy chọn thủ tục đã đặt hẹn.',
};

export const byNumber: Page<'byNumber'> = {
  title: 'Xem bằng số lịch hẹn',
  heading: 'Hãy nhập số lịch hẹn và địa chỉ email',
  lead: 'Chúng tôi gửi liên kết đến trang lịch hẹn vào địa chỉ email bạn đã dùng khi đặt hẹn.',
  number: 'Số lịch hẹn',
  numberHint: 'Gồm 8 chữ số. Ví dụ: 1234-5678',
  mail: 'Địa chỉ email đã dùng khi đặt hẹn',
  mailHint: 'Ví dụ: hanako@example.jp',
  empty: 'Hãy nhập số lịch hẹn',
  unreadable: 'Số lịch hẹn gồm 8 chữ số. Ví dụ: 1234-5678',
  noMail: 'Nếu lịch hẹn không có email, hãy gọi điện.',
  lost: { card: 'Nếu không còn bưu thiếp, bạn có thể dùng số lịch hẹn.', person: 'Bạn cũng có thể dùng số lịch hẹn.' },
  link: 'Xem bằng số lịch hẹn',
};

export const sent: Page<'sent'> = {
  title: 'Hãy kiểm tra email',
  says: [
    'Nếu có lịch hẹn khớp với nội dung đã nhập và đã đăng ký email, chúng tôi đã gửi liên kết đến trang lịch hẹn vào địa chỉ đó.',
    'Nếu sau 10 phút vẫn chưa nhận được, hãy kiểm tra nội dung đã nhập và thử lại. Nếu sai vài lần, sẽ không nhận trong một lúc.',
    'Nếu đã đặt hẹn qua điện thoại, hoặc nếu gấp, hãy gọi điện.',
  ],
  again: 'Nhập lại',
  start: 'Về trang đầu',
};
