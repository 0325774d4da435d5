import bombs

bombs.panic()
