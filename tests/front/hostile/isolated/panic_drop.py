import bombs

bombs.panic_in_drop()
