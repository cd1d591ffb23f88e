import type { Page } from '../catalogues.ts';

export const ask: Page<'ask'> = {
  title: 'Xem, thay đổi hoặc hủy lịch hẹn',
  heading: 'Lịch hẹn của thủ tục nào?',
  lead: 'Hãy chọn thủ tục đã đặt hẹn.',
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
