import { render, screen } from '@testing-library/react';
import React from 'react';
import { NameText } from './NameText.tsx';

test('isolates the writing direction of a name', () => {
  const { container } = render(<NameText text="שלום (1)" />);
  expect(container.innerHTML).toBe('<bdi>שלום (1)</bdi>');
});

test('shows a hidden character as its code point and removes its effect', () => {
  const { container } = render(<NameText text={'user_\u202Etxt.exe'} />);
  expect(container.textContent).toBe('user_U+202Etxt.exe');
  expect(screen.getByRole('img', { name: 'hidden character U+202E' })).toBeInTheDocument();
});

test('shows HTML as text', () => {
  const { container } = render(<NameText text={'<img src=x onerror="alert(1)">'} />);
  expect(container.querySelector('img')).toBeNull();
  expect(container).toHaveTextContent('<img src=x onerror="alert(1)">');
});
