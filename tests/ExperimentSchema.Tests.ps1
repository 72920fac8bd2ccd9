BeforeDiscovery {
    # Exactly the columns that the schema describes, in its order.
    $views = [ordered]@{
        EXPERIMENT         = 'id', 'title', 'desc', 'start_time', 'update_time', 'config', 'dataset_id'
        TRIAL              = 'id', 'name', 'desc', 'start_time', 'update_time', 'config', 'experiment_id'
        TRIAL_RUN          = 'id', 'start_time', 'end_time', 'status', 'trial_id'
        RESULTS            = 'id', 'trial_run_id', 'total_accuracy', 'accuracy_per_label', 'total_loss', 'loss_per_label'
        EPOCH              = 'id', 'trial_run_id', 'index', 'total_accuracy', 'accuracy_per_label', 'total_loss', 'loss_per_label'
        DATASET            = 'id', 'size', 'location', 'config'
        ENCODER            = 'type', 'config'
        ARTIFACT           = 'id', 'type', 'config', 'location', 'trial_run_id', 'epoch_id', 'results_id'
        LOGS               = 'id', 'location', 'trial_run_id'
        EXPERIMENT_DATASET = 'experiment_id', 'dataset_id'
        ENCODER_DATASET    = 'encoder_type', 'dataset_id'
    }
    $tables = $views.Keys.ForEach{ @{ Name = $_; Columns = $views[$_] } }
    # The source of each column: a property of the cmdlet's output, or a script that computes it.
    $totals = @{ id = 'Id'; trial_run_id = 'RunId'; total_accuracy = 'Accuracy'; accuracy_per_label = 'AccuracyPerLabel'; total_loss = 'Loss'; loss_per_label = 'LossPerLabel' }
    $fields = @(
        @{
            Name = 'EXPERIMENT'; Get = { Get-Experiment exp_123 }
            From = @{
                id = 'Id'; title = 'Name'; desc = 'Description'; start_time = 'CreatedAt'; update_time = 'UpdatedAt'; config = 'Config'
                dataset_id = { (Get-Dataset $_.Dataset).Id }
            }
        }
        @{
            Name = 'TRIAL'; Get = { Get-Trial trial_1 }
            From = @{ id = 'Id'; name = 'Name'; desc = 'Description'; start_time = 'StartedAt'; update_time = 'UpdatedAt'; config = 'Config'; experiment_id = 'ExperimentId' }
        }
        @{ Name = 'TRIAL_RUN'; Get = { Get-Run run_456 }; From = @{ id = 'Id'; start_time = 'StartedAt'; end_time = 'EndedAt'; status = 'Status'; trial_id = 'TrialId' } }
        @{ Name = 'RESULTS'; Get = { Get-Result -Run run_456 }; From = $totals }
        @{ Name = 'EPOCH'; Get = { Get-Epoch 1 -Run run_456 }; From = $totals + @{ index = 'Index' } }
        @{ Name = 'DATASET'; Get = { Get-Dataset iris }; From = @{ id = 'Id'; size = 'Size'; location = 'Location'; config = 'Config' } }
        @{ Name = 'ENCODER'; Key = 'type'; Get = { Get-Encoder BERT }; From = @{ type = 'Type'; config = 'Config' } }
        @{
            Name = 'ARTIFACT'; Get = { Get-Artifact confusion.csv -Run run_456 }
            From = @{ id = 'Id'; type = 'Type'; config = 'Config'; location = 'Location'; trial_run_id = 'OwnerId'; results_id = 'ResultId' }
        }
        @{ Name = 'ARTIFACT'; Get = { Get-Artifact checkpoints/1.json -Run run_456 }; From = @{ epoch_id = 'EpochId'; location = 'Location' } }
        @{ Name = 'LOGS'; Get = { Get-RunLog -Run run_456 | Where-Object Location }; From = @{ id = 'Id'; location = 'Location'; trial_run_id = 'RunId' } }
    )
    $documented = [regex]::Matches((Get-Content -Raw "$PSScriptRoot/../docs/schema.md"), '(?ms)^```sql\n(?:-- (\w+)\n)?(.*?)^```').ForEach{
        @{ Sql = $_.Groups[2].Value; Tag = $_.Groups[1].Success ? "$($_.Groups[1].Value): its own functions" : 'any engine' }
    }
    $queries = @(
        @{ Query = "SELECT * FROM TRIAL WHERE experiment_id = 'exp_123';"; Rows = 2; Key = 'id'; Expected = 'trial_1', 'trial_2' }
        @{ Query = "SELECT * FROM RESULTS WHERE trial_run_id = 'run_456';"; Rows = 1; Key = 'id'; Expected = @('result_run_456') }
        @{ Query = "SELECT * FROM ARTIFACT WHERE trial_run_id = 'run_789';"; Rows = 4; Key = 'trial_run_id'; Expected = @('run_789') * 4 }
    )
}

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    $store = New-TestAddress
    $example = Invoke-Pwsh "& '$PSScriptRoot/../examples/seeds/003-experiment-schema.ps1' -Store '$store'; `"ERRORS `$(`$Error.Count)`""
    $null = Connect-ExperimentStore $store
    $shell = Get-Command sqlite3 -CommandType Application -ErrorAction Ignore | Select-Object -First 1
}

AfterAll { Disconnect-TestStore }

Describe 'The example of the experiment schema' {
    It 'runs without an error and prints the rows of its queries' {
        $example.ExitCode | Should -Be 0 -Because $example.StdErr
        $text = $example.StdOut -join "`n"
        $text | Should -Match 'ERRORS 0'
        $text | Should -Match 'name\s+: deep'
        $text | Should -Match 'accuracy_per_label : \{"setosa":1.0,"virginica":0.86\}'
        $text | Should -Match 'epoch_run_789_2'
    }

    It 'leaves what it described' {
        (Get-Experiment exp_123).Dataset | Should -Be iris
        (Get-Run -Trial trial_1).Id | Should -Be run_456
        (Get-Run run_789).Status | Should -Be Succeeded
        (Get-Epoch -Run run_456).Index | Should -Be 0, 1, 2
        (Get-Artifact confusion.csv -Run run_789).ResultId | Should -Be result_run_789
        (Get-RunLog -Run run_456).Count | Should -Be 4
        (Get-RunInput -Run run_456).Name | Should -Be iris
        (Get-MetricSeries epoch/loss -Run run_456 | Where-Object Label -EQ $null).Count | Should -Be 3
    }
}

Describe 'The table <Name>' -ForEach $tables {
    It 'has exactly the columns of the schema' {
        $rows = @(Invoke-ExperimentQuery "SELECT * FROM $Name")
        $rows.Count | Should -BeGreaterThan 0
        $rows[0].PSObject.Properties.Name | Should -BeExactly $Columns
    }

    It 'has them in the sqlite3 shell too' -Tag 'SQLite: another client opens its file' {
        if (!$shell) { Set-ItResult -Skipped -Because 'there is no sqlite3 on the PATH; on Debian: apt-get install sqlite3'; return }
        & $shell.Source "$store/tracker.db" "SELECT name FROM pragma_table_info('$Name')" | Should -BeExactly $Columns
    }
}

Describe 'The fields of <Name>' -ForEach $fields {
    It 'have the values of the cmdlets: <From.Keys>' {
        $record = & $Get
        $key = $Key ?? 'id'
        $row = Invoke-ExperimentQuery "SELECT * FROM $Name WHERE $key = @id" @{ id = $record.$key }
        foreach ($column in $From.Keys) {
            $field = $From[$column]
            $expected = $field -is [scriptblock] ? ($record | ForEach-Object $field) : $record.$field
            $expected | Should -Not -BeNullOrEmpty -Because $column
            $found = $row.$column
            if ($expected -is [datetime]) { $found = [datetime]::Parse($found, [cultureinfo]::InvariantCulture, 'AdjustToUniversal').ToLocalTime() }
            elseif ($expected -is [Collections.IDictionary]) {
                $found = $found | ConvertFrom-Json | ConvertTo-Json -Depth 9
                $expected = $expected | ConvertTo-Json -Depth 9
            }
            $found | Should -Be $expected -Because $column
        }
    }
}

Describe 'The query <Query>' -ForEach $queries {
    It 'runs as it was written' {
        $found = @(Invoke-ExperimentQuery $Query)
        $found.Count | Should -Be $Rows
        $found.$Key | Sort-Object | Should -Be $Expected
    }

    It 'runs in the sqlite3 shell too, with the same rows' -Tag 'SQLite: another client opens its file' {
        if (!$shell) { Set-ItResult -Skipped -Because 'there is no sqlite3 on the PATH; on Debian: apt-get install sqlite3'; return }
        $found = @(& $shell.Source -csv -header "$store/tracker.db" $Query | ConvertFrom-Csv)
        $found.Count | Should -Be $Rows
        $found.$Key | Sort-Object | Should -Be $Expected
    }
}

Describe 'An example of docs/schema.md' {
    foreach ($example in $documented) {
        It 'returns rows: <Sql>' -ForEach $example -Tag $example.Tag {
            if ($Sql -match "'lr'") { Start-Run exp_123 -Parameter @{ lr = 0.1 } | Out-Null; Complete-Run }
            @(Invoke-ExperimentQuery $Sql).Count | Should -BeGreaterThan 0
        }
    }
}

Describe 'The links between the tables' {
    It 'are the ids that people gave' {
        (Invoke-ExperimentQuery 'SELECT dataset_id FROM EXPERIMENT').dataset_id | Should -Be ds_1
        (Invoke-ExperimentQuery "SELECT trial_id FROM TRIAL_RUN WHERE id = 'run_789'").trial_id | Should -Be trial_2
        (Invoke-ExperimentQuery "SELECT epoch_id FROM ARTIFACT WHERE trial_run_id = 'run_456' AND epoch_id IS NOT NULL").epoch_id |
            Should -Be epoch_run_456_0, epoch_run_456_1, epoch_run_456_2
        (Invoke-ExperimentQuery "SELECT results_id FROM ARTIFACT WHERE results_id IS NOT NULL AND trial_run_id = 'run_456'").results_id | Should -Be result_run_456
        (Invoke-ExperimentQuery 'SELECT dataset_id FROM ENCODER_DATASET WHERE encoder_type = ''One-Hot''').dataset_id | Should -Be ds_1, ds_2
    }

    It 'show a run without a trial in the default one' {
        $id = (New-Run exp_123).Id
        (Invoke-ExperimentQuery 'SELECT trial_id FROM TRIAL_RUN WHERE id = @id' @{ id = $id }).trial_id | Should -Be exp_123/default
        $trial = Invoke-ExperimentQuery "SELECT * FROM TRIAL WHERE id = 'exp_123/default'"
        $trial.name, $trial.experiment_id | Should -Be 'default', 'exp_123'
        Remove-Run $id
    }

    It 'hide what was removed' {
        Remove-Run run_456
        Invoke-ExperimentQuery "SELECT id FROM RESULTS WHERE trial_run_id = 'run_456'" | Should -BeNullOrEmpty
        @(Invoke-ExperimentQuery 'SELECT id FROM LOGS').Count | Should -Be 4
        Restore-Run run_456
        @(Invoke-ExperimentQuery 'SELECT id FROM LOGS').Count | Should -Be 8
    }
}
